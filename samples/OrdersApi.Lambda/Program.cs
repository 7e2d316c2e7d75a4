using OrdersApi;

// template.yaml says for each function what stands before it. Function URLs send the events of HTTP APIs.
// Outside Lambda this changes nothing: the app runs on Kestrel.
OrdersApp.Build(args, builder =>
    builder.Services.AddAWSLambdaHosting(builder.Configuration.GetValue("EventSource", LambdaEventSource.HttpApi))).Run();
