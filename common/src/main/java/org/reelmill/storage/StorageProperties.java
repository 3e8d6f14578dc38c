package org.reelmill.storage;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where the object store is.
///
/// @param endpoint of the S3 API, e.g. `http://127.0.0.1:9000`
/// @param bucket that holds everything; made if it is not there
/// @param region as the store wants it in signatures
/// @param accessKey user name
/// @param secretKey password
@Validated
@ConfigurationProperties("reelmill.storage")
public record StorageProperties(
        @NotNull URI endpoint,
        @NotBlank @DefaultValue("reelmill") String bucket,
        @NotBlank @DefaultValue("us-east-1") String region,
        @NotBlank String accessKey,
        @NotBlank String secretKey) {}
