<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    upcall_lookup(${table}, ${head.input}, ${head.output}, ${count});
}
