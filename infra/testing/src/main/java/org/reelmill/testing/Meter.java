package org.reelmill.testing;

/// Measures one stretch of work: its wall time, its own CPU, and how many cores other programs took
/// meanwhile.
public final class Meter {

    private final ProcessHandle process;
    private final long begun = System.nanoTime();
    private final double ownBefore;
    private final double aloneBefore;
    private final double machineBefore;

    private Meter(ProcessHandle process) {
        this.process = process;
        this.ownBefore = CpuTime.ofTree(process);
        this.aloneBefore = CpuTime.ofAlone(process);
        this.machineBefore = CpuTime.ofMachine();
    }

    /// Of a process and all that it starts.
    public static Meter of(ProcessHandle process) {
        return new Meter(process);
    }

    /// Of what this process starts and waits for; its own work is counted, too.
    public static Meter ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /// What was spent since it was made.
    public Spent read() {
        double wall = (System.nanoTime() - begun) / 1e9;
        double own = CpuTime.ofTree(process) - ownBefore;
        double alone = CpuTime.ofAlone(process) - aloneBefore;
        double others = Math.max(0, CpuTime.ofMachine() - machineBefore - own);
        return new Spent(wall, own, alone, others / wall);
    }

    /// @param cpuSeconds of the process and all that it started
    /// @param aloneSeconds of these, without the programs that it started
    /// @param otherCores how many cores other programs used, on average
    public record Spent(double wallSeconds, double cpuSeconds, double aloneSeconds, double otherCores) {}
}
