<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_products_conv2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .padding = ${padding}, .tail = ${tail},
<@c.products products head.weights/>
    };
<@c.part head "upcall_products_conv2d_t"/>
    upcall_products_conv2d(&${c.name(head)}, ${head.input}, ${head.output},
                           ${scratch});
}
