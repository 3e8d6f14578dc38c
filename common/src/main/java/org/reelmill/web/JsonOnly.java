package org.reelmill.web;

import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Keeps APIs to JSON. The embedded object store brings a library for XML, with which Spring would answer
/// browsers in XML.
class JsonOnly implements WebMvcConfigurer {

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.configureMessageConvertersList(converters ->
                converters.removeIf(converter -> converter.getSupportedMediaTypes().stream()
                        .anyMatch(type -> type.equalsTypeAndSubtype(MediaType.APPLICATION_XML))));
    }
}
