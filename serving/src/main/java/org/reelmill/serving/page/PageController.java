package org.reelmill.serving.page;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The page of a film; all else that is a page lies in `static/`.
@Controller
@Hidden
class PageController {

    @GetMapping("/watch/{id}")
    String watch() {
        return "forward:/watch.html";
    }
}
