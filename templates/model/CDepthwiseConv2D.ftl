<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_depthwise_conv2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .input_zero_point = ${inputZeroPoint},
        .weights = ${weights},
<@c.scaling scaling/>
    };
    ${head.kernel}(&layer, ${head.input}, ${head.output});
}
