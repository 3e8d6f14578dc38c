package org.reelmill.app;

import org.reelmill.app.cli.CommandLineInterface;

/// Where ./reelmill begins: hands over to the command line.
public final class Reelmill {

    private Reelmill() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "logback-cli.xml"); // Until `up` has a directory for its log.
        int status = CommandLineInterface.run(args);
        if (status != CommandLineInterface.KEEPS_RUNNING) {
            System.exit(status);
        }
    }
}
