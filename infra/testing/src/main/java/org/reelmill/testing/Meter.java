package org.reelmill.testing;

import java.util.function.DoubleSupplier;

/// Measures one stretch of work: its wall time, its own CPU, and how many cores other programs took
/// meanwhile.
public final class Meter {

    private final DoubleSupplier ownCpu;
    private final long begun = System.nanoTime();
    private final double ownBefore;
    private final double machineBefore;

    private Meter(DoubleSupplier ownCpu) {
        this.ownCpu = ownCpu;
        this.ownBefore = ownCpu.getAsDouble();
        this.machineBefore = CpuTime.ofMachine();
    }

    /// Of a process and all that it starts.
    public static Meter of(ProcessHandle process) {
        return new Meter(() -> CpuTime.ofTree(process));
    }

    /// Of what this process starts and waits for; its own work is counted, too.
    public static Meter ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /// What was spent since it was made.
    public Spent read() {
        double wall = (System.nanoTime() - begun) / 1e9;
        double own = ownCpu.getAsDouble() - ownBefore;
        double others = Math.max(0, CpuTime.ofMachine() - machineBefore - own);
        return new Spent(wall, own, others / wall);
    }

    /// @param otherCores how many cores other programs used, on average
    public record Spent(double wallSeconds, double cpuSeconds, double otherCores) {}
}
