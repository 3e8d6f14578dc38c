package org.reelmill.app.doctor;

/// The parts that apps in processes of their own reach over the network.
public enum RealPart {
    DOCUMENT_STORE("The document store", "spring.mongodb.uri"),
    BROKER("The broker", "spring.rabbitmq.*"),
    OBJECT_STORE("The object store", "reelmill.storage.*"),
    JOB_DATABASE("The job database", "reelmill.jobs.*");

    private final String title;
    private final String settings;

    RealPart(String title, String settings) {
        this.title = title;
        this.settings = settings;
    }

    /// At the beginning of a sentence.
    public String title() {
        return title;
    }

    /// The properties that say where it is.
    public String settings() {
        return settings;
    }
}
