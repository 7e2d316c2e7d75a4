OrdersApi.OrdersApp.Build(args).Run();
