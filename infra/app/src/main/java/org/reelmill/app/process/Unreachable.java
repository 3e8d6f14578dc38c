package org.reelmill.app.process;

import java.util.Set;

/// Tells failures that only mean that a part, or the network to it, is away from all others. By names, since
/// the libraries that throw them are known to a few packages only.
final class Unreachable {

    private static final Set<String> NAMES = Set.of(
            "com.mongodb.MongoTimeoutException",
            "com.mongodb.MongoSocketException",
            "com.mongodb.MongoSocketOpenException",
            "com.mongodb.MongoSocketReadException",
            "com.mongodb.MongoSocketReadTimeoutException",
            "com.mongodb.MongoSocketWriteException",
            "com.mongodb.MongoNotPrimaryException",
            "com.mongodb.MongoNodeIsRecoveringException",
            "com.rabbitmq.client.AlreadyClosedException",
            "com.rabbitmq.client.ShutdownSignalException",
            "java.net.ConnectException",
            "java.net.NoRouteToHostException",
            "java.net.SocketException",
            "java.net.SocketTimeoutException",
            "java.net.UnknownHostException",
            "java.sql.SQLTransientConnectionException",
            "java.util.concurrent.TimeoutException",
            "org.springframework.amqp.AmqpConnectException",
            "org.springframework.amqp.AmqpIOException",
            "org.springframework.amqp.AmqpTimeoutException",
            "org.springframework.dao.DataAccessResourceFailureException",
            "software.amazon.awssdk.core.exception.ApiCallTimeoutException",
            "software.amazon.awssdk.core.exception.SdkClientException");

    private Unreachable() {}

    /// Whether a failure, or what caused it, is of that sort.
    static boolean isCauseOf(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (isNamed(cause.getClass().getName())) {
                return true;
            }
        }
        return false;
    }

    static boolean isNamed(String className) {
        return NAMES.contains(className);
    }
}
