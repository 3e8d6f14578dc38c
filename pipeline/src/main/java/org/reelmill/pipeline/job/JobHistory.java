package org.reelmill.pipeline.job;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/// Finds executions in the tables of Spring Batch in the order in which they began, which its own repository
/// offers per job instance only.
final class JobHistory {

    private final DataSource database;

    JobHistory(DataSource database) {
        this.database = database;
    }

    /// Ids of executions, newest first.
    List<Long> newest(@Nullable String job, @Nullable BatchStatus status, @Nullable Long before, int limit) {
        var sql = new StringBuilder("SELECT e.JOB_EXECUTION_ID FROM BATCH_JOB_EXECUTION e"
                + " JOIN BATCH_JOB_INSTANCE i ON i.JOB_INSTANCE_ID = e.JOB_INSTANCE_ID WHERE 1 = 1");
        var values = new ArrayList<Object>();
        if (job != null) {
            sql.append(" AND i.JOB_NAME = ?");
            values.add(job);
        }
        if (status != null) {
            sql.append(" AND e.STATUS = ?");
            values.add(status.name());
        }
        if (before != null) {
            sql.append(" AND e.JOB_EXECUTION_ID < ?");
            values.add(before);
        }
        sql.append(" ORDER BY e.JOB_EXECUTION_ID DESC");
        var query = new JdbcTemplate(database);
        query.setMaxRows(limit);
        return query.queryForList(sql.toString(), Long.class, values.toArray());
    }
}
