package org.reelmill.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reelmill.title.Ids;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The one place that answers who is calling, and what they may: operators by their key, all others are
/// guests. A guest is known again by a random cookie, which it gets when it first acts. Guards what is marked
/// [OperatorsOnly] and hands controllers a [Caller].
public final class Callers implements HandlerInterceptor, HandlerMethodArgumentResolver, WebMvcConfigurer {

    /// Names a guest in this browser. Not readable by scripts, not sent from other sites.
    public static final String GUEST_COOKIE = "reelmill-guest";

    private static final Pattern GUEST_ID = Pattern.compile("[a-z2-7]{26}");
    private static final Duration REMEMBERED = Duration.ofDays(365);

    private final OperatorKey operatorKey;

    public Callers(OperatorKey operatorKey) {
        this.operatorKey = operatorKey;
    }

    /// Who sent a request. A guest without a cookie has a new id, which the answer should give it.
    public Caller of(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && operatorKey.opens(authorization)
                ? new Caller(Caller.Role.OPERATOR, "operator", request.getRemoteAddr())
                : new Caller(Caller.Role.GUEST, knownGuest(request).orElseGet(Ids::next), request.getRemoteAddr());
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
        Caller caller = of(http);
        var answer = request.getNativeResponse(HttpServletResponse.class);
        if (answer != null && !caller.isOperator() && knownGuest(http).isEmpty()) {
            answer.addHeader(HttpHeaders.SET_COOKIE, cookie(caller, http.isSecure()));
        }
        return caller;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    private static Optional<String> knownGuest(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(GUEST_COOKIE))
                        .map(Cookie::getValue)
                        .filter(id -> GUEST_ID.matcher(id).matches())
                        .findFirst();
    }

    private static String cookie(Caller guest, boolean secure) {
        return ResponseCookie.from(GUEST_COOKIE, guest.id())
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .path("/")
                .maxAge(REMEMBERED)
                .build()
                .toString();
    }

    private static boolean forOperators(HandlerMethod method) {
        return method.hasMethodAnnotation(OperatorsOnly.class)
                || method.getBeanType().isAnnotationPresent(OperatorsOnly.class);
    }
}
