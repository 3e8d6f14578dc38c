package org.reelmill.pipeline.job;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.validation.annotation.Validated;

/// Where batch jobs are kept, and when they run.
///
/// @param url JDBC address of the database that remembers how far each job is; an H2 file by default
/// @param username of that database
/// @param password of that database
/// @param lease how long the beat of a job may stand still before its process is taken for dead; where the
///     database is a file, a job of an earlier process is known to be dead
/// @param resume whether jobs that a kill or a stop of this process cut off go on by themselves
/// @param schedules jobs that start by the clock
@Validated
@ConfigurationProperties("reelmill.jobs")
public record JobProperties(
        @NotBlank @DefaultValue("jdbc:h2:file:./jobs/jobs;DB_CLOSE_ON_EXIT=FALSE")
        String url,

        @NotNull @DefaultValue("sa") String username,
        @NotNull @DefaultValue("") String password,
        @NotNull @DefaultValue("15s") Duration lease,
        @DefaultValue("true") boolean resume,
        @DefaultValue List<@Valid Schedule> schedules) {

    public JobProperties {
        schedules = List.copyOf(schedules);
    }

    /// Whether only one process at a time can have the database open.
    boolean exclusive() {
        return url.startsWith("jdbc:h2:file:") || url.startsWith("jdbc:h2:mem:") || url.startsWith("jdbc:h2:./");
    }

    /// A job that starts by the clock.
    ///
    /// @param job its name
    /// @param cron when, e.g. `0 0 3 * * *`: seconds, minutes, hours, days, months, days of the week
    /// @param parameters of the job
    public record Schedule(
            @NotBlank String job,
            @NotBlank String cron,
            @DefaultValue Map<String, String> parameters) {

        public Schedule {
            parameters = Map.copyOf(parameters);
        }

        /// What [#cron] allows.
        @AssertTrue(message = "cron must be six fields: seconds, minutes, hours, days, months, days of the week")
        boolean isCronRight() {
            return CronExpression.isValidExpression(cron);
        }
    }
}
