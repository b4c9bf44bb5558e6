<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_max_pool2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .min = ${min}, .max = ${max},
    };
    upcall_max_pool2d(&layer, ${head.input}, ${head.output});
}
