<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const ${type} layer = {
<#list fields as field>
        ${field},
</#list>
    };
    ${function}(&layer, ${arguments?join(", ")});
}
