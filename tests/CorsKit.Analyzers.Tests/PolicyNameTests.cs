namespace CorsKit.Analyzers.Tests;

/// <summary>CORS104: the name of a policy that is nowhere.</summary>
public sealed class PolicyNameTests
{
    private const string Settings = """
        {
          // the shop
          "GatewayCors": { "AllowOrigins": "https://shop.example.com", "Policies": { "public": { "AllowOrigins": "*" }, "admin\u0031": {} }, },
          "Cors": { "Policies": { "partners": { "AllowOrigins": ["*"] } } },
        }
        """;

    private const string InCode = "builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowAnyOrigin()).AddPolicy(\"public\", p => p.AllowAnyOrigin()));";
    private const string InSettings = "builder.Services.AddGatewayCors();";

    private static string App(string services, string rest) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {services}
        var app = builder.Build();
        {rest}
        app.Run();
        """;

    [Theory]
    [InlineData(InCode, "app.UseGatewayCors({|#0:\"publik\"|});")]
    [InlineData(InSettings, "app.UseGatewayCors({|#0:\"publik\"|});")]
    [InlineData(InSettings, "app.UseGatewayCors(); app.MapGet(\"/\", () => 1).RequireGatewayCors({|#0:\"publik\"|});")]
    [InlineData(InSettings, "app.UseGatewayCors(); app.MapGroup(\"/a\").RequireGatewayCors({|#0:\"publik\"|}).MapGet(\"/\", () => 1);")]
    [InlineData(InSettings, "app.UseGatewayCors(); app.MapGet(\"/\", [GatewayCors({|#0:\"publik\"|})] () => 1);")]
    [InlineData("builder.Services.AddGatewayCors(builder.Configuration.GetSection(\"GatewayCors\"));", "app.UseGatewayCors({|#0:\"publik\"|});")]
    public Task A_name_that_is_nowhere_is_found_and_the_near_one_offered(string services, string rest)
    {
        var code = App(services, rest);
        return Source.SaysAsync(code, Rules.UnknownPolicy, "There is no policy 'publik': neither AddPolicy nor an appsettings*.json file names it. Write \"public\".",
            code.Replace("{|#0:\"publik\"|}", "\"public\"", StringComparison.Ordinal), Settings);
    }

    [Theory]
    [InlineData("builder.Services.AddGatewayCors(builder.Configuration.GetSection(\"Cors\"));", "app.UseGatewayCors({|#0:\"mobile\"|});", "mobile")]
    [InlineData(InCode, "app.UseGatewayCors(Names.Mobile); internal static class Names { public const string Mobile = \"mobile\"; }", "mobile")]
    public Task Without_a_near_one_there_is_no_fix(string services, string rest, string name)
    {
        var (statements, types) = rest.Split(" internal ") is [var first, var second] ? (first.Replace("Names.Mobile", "{|#0:Names.Mobile|}", StringComparison.Ordinal), "\ninternal " + second) : (rest, "");
        return Source.SaysAsync(App(services, statements) + types, Rules.UnknownPolicy, $"There is no policy '{name}': neither AddPolicy nor an appsettings*.json file names it.", null, Settings);
    }

    /// <summary>The name is there, or may come from elsewhere.</summary>
    [Theory]
    [InlineData(InCode, "PUBLIC", Settings)]
    [InlineData(InCode, "default", Settings)]
    [InlineData(InSettings, "public", Settings)]
    [InlineData(InSettings, "admin1", Settings)]
    [InlineData(InSettings, "flat", """{ "GatewayCors:Policies:flat:AllowOrigins": "*" }""")]
    [InlineData(InSettings, "elsewhere", null)] // no file is known
    [InlineData(InSettings, "elsewhere", "{}")] // the section is in no file
    [InlineData(InSettings, "elsewhere", "{ \"GatewayCors\": { ")] // no JSON
    [InlineData("builder.Services.AddGatewayCors(builder.Configuration);", "elsewhere", Settings)]
    [InlineData("builder.Services.AddGatewayCors(builder.Configuration.GetSection(args[0]));", "elsewhere", Settings)]
    [InlineData("builder.Services.AddGatewayCors(builder.Configuration.GetSection(\"Api\").GetSection(\"GatewayCors\"));", "elsewhere", Settings)]
    [InlineData("builder.Configuration.AddJsonFile(\"cors.json\"); builder.Services.AddGatewayCors();", "elsewhere", Settings)]
    [InlineData("builder.Configuration.AddIniStream(System.IO.Stream.Null); builder.Services.AddGatewayCors();", "elsewhere", Settings)]
    [InlineData("((IConfigurationBuilder)builder.Configuration).Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource()); builder.Services.AddGatewayCors();", "elsewhere", Settings)]
    [InlineData("builder.Services.AddGatewayCors(cors => { foreach (var name in args) { cors.AddPolicy(name, p => p.AllowAnyOrigin()); } });", "elsewhere", Settings)]
    [InlineData("builder.Services.AddGatewayCors(); builder.Services.Configure<GatewayCorsOptions>(cors => cors.AddPolicy(\"mobile\", p => p.AllowAnyOrigin()));", "mobile", Settings)]
    [InlineData("builder.Services.AddGatewayCors(cors => cors.AddPolicy(nameof(Program), p => p.AllowAnyOrigin()));", "Program", Settings)]
    public Task A_name_that_is_there_or_elsewhere_is_left_alone(string services, string name, string? settings) =>
        Source.ReportsAsync(App(services, $"app.UseGatewayCors(\"{name}\");"), settings);

    /// <summary>A library of controllers knows no policies of the app.</summary>
    [Fact]
    public Task A_library_is_left_alone() => Source.ReportsAsync("[GatewayCors(\"elsewhere\")] public sealed class Orders : ControllerBase { }", Settings);

    /// <summary>A library of the app that knows CorsKit may add policies too.</summary>
    [Fact]
    public Task Beside_a_library_with_policies_it_is_silent() => Source.ReportsBesideLibraryAsync(
        App(InCode + " builder.Services.AddPartners();", "app.UseGatewayCors(\"partners\");"),
        "public static class Partners { public static void AddPartners(this IServiceCollection services) => services.AddGatewayCors(cors => cors.AddPolicy(\"partners\", policy => policy.AllowAnyOrigin())); }");
}
