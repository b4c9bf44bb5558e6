<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_pool2d_t layer = {
        .bytes = ${bytes},
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .average = ${average}, .count_padding = ${countPadding}, .zero_point = ${zeroPoint},
        .min = ${min}, .max = ${max},
    };
    upcall_pool2d(&layer, ${head.input}, ${head.output});
}
