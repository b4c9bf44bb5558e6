<#import "layer.ftl" as c>
<#macro open loops>
<#list loops as loop>
${loop.indent}for (int32_t ${loop.index} = 0; ${loop.index} < ${loop.count}; ${loop.index}++) {
</#list>
</#macro>
<#macro close loops>
<#list loops?reverse as loop>
${loop.indent}}
</#list>
</#macro>
<@c.comment head.comment/>
static void ${head.function}(void) {
<#list nests as nest>
<#if blocks>
    {
</#if>
<#list nest.operands as operand>
${nest.indent}const ${operand.type} *const ${operand.name} = ${operand.address};
</#list>
${nest.indent}${nest.target.type} *const ${nest.target.name} = ${nest.target.address};
<@open nest.loops/>
<#if nest.folds>
${nest.bodyIndent}${nest.folded.type} state = ${nest.folded.start};
<@open nest.folded.loops/>
${nest.folded.bodyIndent}state = ${nest.folded.step};
<@close nest.folded.loops/>
</#if>
${nest.bodyIndent}${nest.target.name}[${nest.at}] = ${nest.value};
<@close nest.loops/>
<#if blocks>
    }
</#if>
</#list>
}
