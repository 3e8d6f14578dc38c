package org.reelmill.storage;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where a bucket is that films are read from.
///
/// @param endpoint of the S3 API, e.g. `https://s3.eu-central-1.amazonaws.com`
/// @param bucket that holds the films
/// @param region as the store wants it in signatures
/// @param prefix what the keys of all films begin with, e.g. `films/`; addresses leave it out
/// @param accessKey user name; one that can read these objects and nothing else is best
/// @param secretKey password
public record FilmBucketProperties(
        @NotNull URI endpoint,
        @NotBlank String bucket,
        @NotBlank @DefaultValue("us-east-1") String region,
        @NotNull @DefaultValue("") String prefix,
        @NotBlank String accessKey,
        @NotBlank String secretKey) {

    /// Without the keys.
    @Override
    public String toString() {
        return "bucket " + bucket + " at " + endpoint;
    }
}
