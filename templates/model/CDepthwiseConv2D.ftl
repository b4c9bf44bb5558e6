<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_depthwise_conv2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .input_zero_point = ${inputZeroPoint},
        .weights = ${weights},
<@c.scaling scaling/>
    };
<@c.part head "upcall_depthwise_conv2d_t"/>
    ${head.kernel}(&${c.name(head)}, ${head.input}, ${head.output});
}
