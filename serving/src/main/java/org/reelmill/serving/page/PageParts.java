package org.reelmill.serving.page;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Wires the page of the API, and versions for what the catalogue answers.
@Configuration(proxyBeanMethods = false)
class PageParts implements WebMvcConfigurer {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    /// The version of what we have from others is part of its path.
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/vendor/**")
                .addResourceLocations("classpath:/static/vendor/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable());
    }

    @Bean
    OpenAPI servingApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Reelmill")
                        .version("1")
                        .description("Browse the catalogue, request a film, follow it until it plays, watch it."
                                + " Errors are problem+json (RFC 9457) with a stable type."));
    }

    /// Weak, since the container compresses what it sends, and may not do so under a strong one (RFC 9110
    /// §8.8.1).
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> catalogueVersions() {
        var filter = new ShallowEtagHeaderFilter();
        filter.setWriteWeakETag(true);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setName("catalogueVersions");
        registration.addUrlPatterns("/api/movies", "/api/movies/*", "/api/genres");
        return registration;
    }
}
