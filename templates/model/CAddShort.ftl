<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_add_short_t layer = {
        .left = ${left}, .right = ${rightFactor}, .offset = ${offset}, .shift = ${shift},
    };
    upcall_add_short(&layer, ${head.input}, ${right}, ${head.output}, ${c.times(head)}${count});
}
