package org.reelmill.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Seconds of CPU, as Linux counts them in `/proc` (proc_pid_stat(5), proc_stat(5)).
final class CpuTime {

    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every architecture we run on.
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CSTIME = 14;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    private CpuTime() {}

    /// What a process, its ended children and its running descendants have used.
    static double ofTree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(one -> ofStat(stat(one)))
                .sum();
    }

    /// What a process itself has used, without what it started.
    static double ofAlone(ProcessHandle process) {
        return sum(stat(process), STIME);
    }

    /// What the whole machine has used since it was started.
    static double ofMachine() {
        return busy(read(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("CPU time is read from /proc, which only Linux has.")));
    }

    private static String stat(ProcessHandle process) {
        return read(Path.of("/proc/" + process.pid() + "/stat"));
    }

    /// User and system time, with that of the children that were waited for.
    static double ofStat(String stat) {
        return sum(stat, CSTIME);
    }

    /// From user time to one of the fields behind it. They are counted from the last bracket, since a
    /// program's name may hold anything.
    private static double sum(String stat, int last) {
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return Arrays.stream(fields, UTIME, last + 1).mapToLong(Long::parseLong).sum() / TICKS_PER_SECOND;
    }

    /// All but idle and waiting of the line `cpu` of `/proc/stat`. Time of guests is in user time already.
    static double busy(String line) {
        String[] fields = line.replaceFirst("^cpu +", "").split(" ");
        long ticks = 0;
        for (int i = 0; i <= STEAL && i < fields.length; i++) {
            ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return ""; // A process can end while it is read.
        }
    }
}
