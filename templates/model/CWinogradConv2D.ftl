<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_winograd_conv2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
        .pad_top = ${padTop}, .pad_left = ${padLeft}, .padding = ${padding},
        .form = ${form}, .offset = ${offset}, .shift = ${shift},
        .weights = ${head.weights}_values,
    };
    upcall_winograd_conv2d(&layer, ${head.input}, ${head.output}, ${scratch});
}
