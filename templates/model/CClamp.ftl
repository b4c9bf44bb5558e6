<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_clamp_t layer = {
        .input_zero_point = ${inputZeroPoint}, .output_zero_point = ${outputZeroPoint},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .min = ${min}, .max = ${max},
    };
    upcall_clamp(&layer, ${head.input}, ${head.output}, ${count});
}
