<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_max_pool2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .min = ${min}, .max = ${max},
    };
<@c.part head "upcall_max_pool2d_t"/>
    upcall_max_pool2d(&${c.name(head)}, ${head.input}, ${head.output});
}
