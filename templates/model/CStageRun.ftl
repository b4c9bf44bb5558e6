<#list inputs as port>
${port.type} *${name}_input${port.suffix}(void) {
    return ${port.address};
}

</#list>
<#if stops>
/* How many layers run, 0 for all. */
extern volatile uint32_t upcall_bare_layers;

</#if>
void ${name}_run(void) {
<#list layers as layer>
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
