package org.reelmill.pipeline.job;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.infrastructure.support.DatabaseType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Wires Spring Batch on a JDBC database. The catalogue never depends on it: its tables hold how far jobs
/// are, and no link of a source.
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing(taskExecutorRef = "batchExecutor", transactionManagerRef = "batchTransactions")
@EnableJdbcJobRepository(dataSourceRef = "batchDatabase", transactionManagerRef = "batchTransactions")
class BatchParts {

    @Bean
    DataSource batchDatabase(JobProperties properties) {
        var database = new HikariDataSource();
        database.setPoolName("batch");
        database.setJdbcUrl(durable(properties.url()));
        database.setUsername(properties.username());
        database.setPassword(properties.password());
        database.setMaximumPoolSize(8);
        database.setMinimumIdle(1);
        createTables(database);
        return database;
    }

    @Bean
    JdbcTransactionManager batchTransactions(DataSource batchDatabase) {
        return new JdbcTransactionManager(batchDatabase);
    }

    @Bean
    JobRegistry jobRegistry() {
        return new MapJobRegistry();
    }

    /// Not a candidate for anybody else: beside it, the web server keeps its own executor.
    @Bean(autowireCandidate = false, defaultCandidate = false)
    TaskExecutor batchExecutor() {
        var executor = new SimpleAsyncTaskExecutor("batch-");
        executor.setVirtualThreads(true);
        return executor;
    }

    /// A commit that was acknowledged must outlive a kill, or a job would go on before the place it had
    /// reached.
    private static String durable(String url) {
        return url.startsWith("jdbc:h2:file:") && !url.contains("WRITE_DELAY") ? url + ";WRITE_DELAY=0" : url;
    }

    private static void createTables(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (hasTables(connection)) {
                return;
            }
            var schema = schema(DatabaseType.fromMetaData(database));
            try {
                // All or nothing where the database can do that, so that a kill leaves no half of them.
                connection.setAutoCommit(false);
                new ResourceDatabasePopulator(schema).populate(connection);
                connection.commit();
            } catch (ScriptException e) {
                connection.rollback();
                if (!hasTables(connection)) {
                    throw e;
                } // Else another pipeline has made them meanwhile.
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (Exception e) {
            throw new IllegalStateException("The job database of reelmill.jobs.url cannot be opened.", e);
        }
    }

    private static ClassPathResource schema(DatabaseType type) {
        // Spring Batch names this one's file otherwise than its type.
        String kind = type == DatabaseType.POSTGRES ? "postgresql" : type.name().toLowerCase(Locale.ROOT);
        return new ClassPathResource("org/springframework/batch/core/schema-" + kind + ".sql");
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        for (String name : new String[] {"BATCH_JOB_INSTANCE", "batch_job_instance"}) {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, name, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }
}
