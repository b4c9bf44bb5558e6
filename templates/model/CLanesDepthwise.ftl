<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_lanes_depthwise_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
        .stride = ${stride}, .pad_top = ${padTop}, .pad_left = ${padLeft}, .padding = ${padding},
        .columns = ${columns}, .up = ${up},
        .constants = ${head.weights}_constants,
    };
<@c.part head "upcall_lanes_depthwise_t" ""/>
    upcall_lanes_depthwise(&${c.name(head)}, ${head.input}, ${head.output},
                           ${scratch});
}
