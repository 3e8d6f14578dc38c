package org.reelmill.testing;

import java.net.URI;
import java.net.http.HttpResponse;

/// A running Reelmill as its callers see it, however many processes it consists of.
public interface Product {

    /// Where viewers find its pages.
    URI address();

    /// GET as a viewer.
    HttpResponse<String> get(String path);

    /// POST of JSON as a viewer.
    HttpResponse<String> post(String path, String json);

    /// GET as an operator.
    HttpResponse<String> operatorGet(String path);

    /// POST of JSON as an operator.
    HttpResponse<String> operatorPost(String path, String json);
}
