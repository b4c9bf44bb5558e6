<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_l2_normalization_t layer = {
        .rows = ${rows}, .depth = ${depth}, .zero_point = ${zeroPoint},
    };
    upcall_l2_normalization(&layer, ${head.input}, ${head.output});
}
