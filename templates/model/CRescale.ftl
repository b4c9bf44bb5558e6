<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_rescale_t layer = {
        .input_bytes = ${inputBytes}, .output_bytes = ${outputBytes},
        .input_zero_point = ${inputZeroPoint}, .output_zero_point = ${outputZeroPoint},
        .above_multiplier = ${above.multiplier}, .above_shift = ${above.shift},
        .below_multiplier = ${below.multiplier}, .below_shift = ${below.shift},
        .min = ${min}, .max = ${max},
    };
    upcall_rescale(&layer, ${head.input}, ${head.output}, ${c.times(head)}${count});
}
