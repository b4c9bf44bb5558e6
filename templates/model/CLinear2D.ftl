<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_linear2d_t layer = {
        .bytes = ${bytes},
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .transposed = ${transposed}, .depth = ${depth}, .group = ${group},
        .input_zero_point = ${inputZeroPoint},
        .stride = {.channel = ${strideChannel}, .tap = ${strideTap}, .depth = ${strideDepth}},
        .wide = ${wide}, .zero_point = ${zeroPoint}, .min = ${min}, .max = ${max},
        .weights = ${head.weights}_values,
        .bias = ${head.weights}_bias,
        .multiplier = ${head.weights}_multiplier,
        .shift = ${head.weights}_shift,
    };
<@c.part head "upcall_linear2d_t"/>
    upcall_linear2d(&${c.name(head)}, ${head.input}, ${head.output});
}
