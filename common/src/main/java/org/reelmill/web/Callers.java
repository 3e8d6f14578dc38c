package org.reelmill.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The one place that answers who is calling, and what they may: operators by their key, all others are
/// guests. Guards what is marked [OperatorsOnly] and hands
/// controllers a [Caller].
public final class Callers implements HandlerInterceptor, HandlerMethodArgumentResolver, WebMvcConfigurer {

    private final OperatorKey operatorKey;

    public Callers(OperatorKey operatorKey) {
        this.operatorKey = operatorKey;
    }

    /// Who sent a request.
    public Caller of(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && operatorKey.opens(authorization)
                ? new Caller(Caller.Role.OPERATOR, "operator")
                : new Caller(Caller.Role.GUEST, request.getRemoteAddr());
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && forOperators(method)
                && !of(request).isOperator()) {
            throw new Problem(
                    HttpStatus.UNAUTHORIZED,
                    "operator-key-needed",
                    "This call is for operators: send the header \"Authorization: Bearer KEY\" with the key from the file keys/operator.key of the data directory.");
        }
        return true;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var http = request.getNativeRequest(HttpServletRequest.class);
        if (http == null) {
            throw new IllegalStateException("Not a servlet request.");
        }
        return of(http);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    private static boolean forOperators(HandlerMethod method) {
        return method.hasMethodAnnotation(OperatorsOnly.class)
                || method.getBeanType().isAnnotationPresent(OperatorsOnly.class);
    }
}
