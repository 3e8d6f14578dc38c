package org.reelmill.serving;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.reelmill.web.Problem;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/// Refuses bodies of calls to this app that are greater than configured, also those that do not say how long
/// they are.
@ControllerAdvice(basePackageClasses = ServingApp.class)
class BodyLimit extends RequestBodyAdviceAdapter {

    private final int limit;

    BodyLimit(ServingProperties properties) {
        this.limit = Math.toIntExact(properties.maxBody().toBytes());
    }

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converterType) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converterType)
            throws IOException {
        byte[] body = message.getBody().readNBytes(limit + 1);
        if (body.length > limit) {
            throw new Problem(
                    HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is greater than " + limit + " bytes.");
        }
        return new Read(new ByteArrayInputStream(body), message.getHeaders());
    }

    /// A body in memory.
    private record Read(InputStream body, HttpHeaders headers) implements HttpInputMessage {

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
