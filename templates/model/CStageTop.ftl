<#import "banner.ftl" as banners>
<@banners.block banner/>
#include "${name}.h"

<#if fed>
#include <string.h>

</#if>
<#list headers as header>
#include "${header}"
</#list>
#include "upcall_model.h"

/*
 * The arena; a column per layer, the input before them, the output after them.
 *
<#list plan as line>
 * ${line}
</#list>
 */
<#if apart?has_content>

/* Each stays a function of its own, so that it can be measured. */
<#list apart as layer>
static __attribute__((noinline)) void ${layer}(void);
</#list>
</#if>
