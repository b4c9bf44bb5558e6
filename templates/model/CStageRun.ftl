<#list inputs as port>
${port.type} *${name}_input${port.suffix}(void) {
    return ${port.address};
}

</#list>
<#if stops>
/* How many layers run, 0 for all. */
extern volatile uint32_t upcall_bare_layers;

</#if>
<#list parts as part>
/* A function of its own, so that what an exit costs can be measured. */
__attribute__((noinline)) void ${name}_run_${part?index}(void) {
<#list part.layers as layer>
    ${layer}();
</#list>
}

</#list>
void ${name}_run(void) {
<#list parts as part>
    ${name}_run_${part?index}();
</#list>
<#list parts?has_content?then([], layers) as layer>
    ${layer}();
<#if stops>
    if (upcall_bare_layers == ${layer?counter}u) {
        return;
    }
</#if>
</#list>
}
<#if resets>

void ${name}_reset(void) {
    reset_states();
}
</#if>
<#list outputs as port>

const ${port.type} *${name}_output${port.suffix}(void) {
    return ${port.address};
}
</#list>
