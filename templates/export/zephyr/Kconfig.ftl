config UPCALL
	bool "Upcall: ${project}, which asks a host when it is unsure"
	depends on SERIAL && UART_INTERRUPT_DRIVEN
	select RING_BUFFER

config UPCALL_DEVICE_ID
	int "number of the device, unique within a site"
	default 1
	depends on UPCALL
