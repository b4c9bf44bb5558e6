<#import "layer.ftl" as c>
<@c.begin head/>
    upcall_lookup(${table}, ${head.input}, ${head.output}, ${c.times(head)}${count});
}
