using NamespaceOfApi;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddAWSLambdaHosting(LambdaEventSource.EventSourceOfFrontDoor); // outside Lambda it does nothing
builder.Services.AddGatewayCors(); // reads the section "GatewayCors" of appsettings.json
builder.Services.AddSingleton<OrderBook>();
#if (controllers)
builder.Services.AddControllers();
#endif

var app = builder.Build();

app.UseGatewayCors(); // before anything that can answer a request

#if (controllers)
app.MapControllers();
#else
app.MapGet("/orders", (OrderBook orders) => orders.All);
app.MapGet("/orders/{id:int}", (int id, OrderBook orders) => orders.Find(id) is { } order ? Results.Ok(order) : Results.NotFound());
app.MapPut("/orders/{id:int}", (int id, OrderLine line, OrderBook orders) => orders.Put(id, line));
#endif

app.Run();
