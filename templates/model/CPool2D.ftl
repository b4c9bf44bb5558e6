<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_pool2d_t layer = {
        .bytes = ${bytes},
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .average = ${average}, .count_padding = ${countPadding}, .zero_point = ${zeroPoint},
        .min = ${min}, .max = ${max},
    };
<@c.part head "upcall_pool2d_t"/>
    upcall_pool2d(&${c.name(head)}, ${head.input}, ${head.output});
}
