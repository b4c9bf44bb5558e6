<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_lanes_taps_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .padding = ${padding},
        .lanes = {
<@c.lanes lanes head.weights "            "/>
        },
    };
<@c.part head "upcall_lanes_taps_t"/>
    upcall_lanes_taps(&${c.name(head)}, ${head.input}, ${head.output},
                      ${scratch});
}
