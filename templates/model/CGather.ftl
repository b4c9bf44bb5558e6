<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_gather_t layer = {
        .rows = ${rows}, .length = ${length}, .run = ${run}, .count = ${count},
        .indices = ${indices},
    };
    upcall_gather(&layer, ${head.input}, ${head.output});
}
