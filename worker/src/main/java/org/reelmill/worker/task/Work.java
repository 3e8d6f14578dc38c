package org.reelmill.worker.task;

/// What is done for one kind of task.
@FunctionalInterface
public interface Work {

    /// Does the task and ends its lease with [Lease#finish]. May be done again by another worker after it
    /// was stopped at any point.
    ///
    /// @throws org.reelmill.worker.RejectedSource if the source is no good
    /// @throws org.reelmill.worker.LeaseLost if the lease is gone
    /// @throws Exception anything else counts as a failed attempt
    void perform(Lease lease) throws Exception;
}
