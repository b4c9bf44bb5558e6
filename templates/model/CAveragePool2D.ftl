<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_average_pool2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .count_padding = ${countPadding}, .zero_point = ${zeroPoint},
<#if rounding??>
        .mean.rounding = <@c.rounding rounding/>,
<#else>
        .mean.limits = {.min = ${min}, .max = ${max}},
</#if>
    };
<@c.part head "upcall_average_pool2d_t"/>
    ${head.kernel}(&${c.name(head)}, ${head.input}, ${head.output});
}
