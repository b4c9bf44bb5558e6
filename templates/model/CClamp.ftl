<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_clamp_t layer = {
        .input_zero_point = ${inputZeroPoint}, .output_zero_point = ${outputZeroPoint},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .min = ${min}, .max = ${max},
    };
    upcall_clamp(&layer, ${head.input}, ${head.output}, ${c.times(head)}${count});
}
