<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_depthwise_walk_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
        .stride = ${stride}, .pad_top = ${padTop}, .pad_left = ${padLeft}, .padding = ${padding},
        .pitch = ${pitch}, .band = ${band}, .shift = ${shift},
        .weights = ${head.weights}_values,
        .bias = ${head.weights}_bias,
        .multiplier = ${head.weights}_multiplier,
    };
<@c.part head "upcall_depthwise_walk_t" ""/>
    upcall_depthwise_walk(&${c.name(head)}, ${head.input}, ${head.output},
                          ${scratch});
}
