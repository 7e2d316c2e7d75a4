using CorsKit.TestApp;

// The app of the tests: what it is made of, each test says. The key arrives as a host setting, which
// WebApplicationFactory hands over as an argument.
var builder = WebApplication.CreateBuilder(args);
var scenario = Scenario.Find(builder.Configuration[Scenario.Key]);
scenario.ConfigureBuilder(builder);
var app = builder.Build();
scenario.ConfigureApp(app);
app.Run();

public partial class Program;
