namespace CorsKit.Analyzers.Tests;

/// <summary>CORS105: an origin that the engine refuses, in its words.</summary>
public sealed class OriginTests
{
    /// <summary>What is written, and what the fix writes; null where there is none.</summary>
    public static TheoryData<string, string?> Refused => new()
    {
        { "https://shop.example.com/", "https://shop.example.com" },
        { "https://shop.example.com/cart?item=1", "https://shop.example.com" },
        { "https://shop.example.com:443", "https://shop.example.com" },
        { "http://shop.example.com:80", "http://shop.example.com" },
        { "https://shop.example.com:443/", "https://shop.example.com" },
        { "https://Shop.Example.com", "https://shop.example.com" },
        { "HTTPS://shop.example.com", "https://shop.example.com" },
        { "https://*.Example.com/", "https://*.example.com" },
        { "https://bücher.example", "https://xn--bcher-kva.example" },
        { "shop.example.com", "https://shop.example.com" },
        { "localhost:3000", "http://localhost:3000" },
        { "App://Bundle", "app://Bundle" },
        { "wss://shop.example.com", "https://shop.example.com" },
        { "null", null },
        { "file://", null },
        { "https://", null },
        { "*://*", "https://*" },
        { "https://shop.*.com", null },
        { "https://*.*.example.com", null },
        { "https://192.168.1.*", null },
        { "https://shop.example.com:*1", "https://shop.example.com:*" },
        { "https://shop.example.com:99999", null },
        { "^https://.*\\.example\\.com", null },
        { "https://xn--a.example", null },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public Task What_the_engine_refuses_is_said_in_its_words(string item, string? replacement)
    {
        Assert.False(GatewayCorsPolicy.TryCreate(new() { AllowOrigins = [item] }, out _, out var problems));
        var problem = Assert.Single(problems);
        var code = $$"""
            WebApplication.CreateBuilder(args).Services.AddGatewayCors(cors => cors
                .AddDefaultPolicy(policy => policy.AllowOrigins("https://app.example.com", @{|#0:"{{item}}"|})));
            """.Replace("@{|", "{|@", StringComparison.Ordinal).Replace("{|@#0:", "{|#0:@", StringComparison.Ordinal);

        return Source.SaysAsync(code, Rules.NoOrigin, $"{problem.Code} \"{item}\": {problem.Reason}. {problem.Fix}",
            replacement is null ? null : code.Replace($"{{|#0:@\"{item}\"|}}", $"\"{replacement}\"", StringComparison.Ordinal));
    }

    /// <summary>Each place where an origin is written.</summary>
    [Theory]
    [InlineData("new GatewayCorsPolicySettings { AllowOrigins = [{|CORS105:\"https://a.example/\"|}] }")]
    [InlineData("new GatewayCorsPolicySettings { AllowOrigins = { {|CORS105:\"https://a.example/\"|} } }")]
    [InlineData("new GatewayCorsPolicySettings { AllowOrigins = new List<string> { {|CORS105:\"https://a.example/\"|} } }")]
    [InlineData("new GatewayCorsPolicySettings { AllowOrigins = new[] { {|CORS105:\"https://a.example/\"|} } }")]
    [InlineData("new GatewayCorsPolicySettings().AllowOrigins = [{|CORS105:\"https://a.example/\"|}]")]
    [InlineData("new ServiceCollection().AddGatewayCors(cors => cors.AddPolicy(\"a\", policy => policy.AllowOrigins([{|CORS105:\"https://a.example/\"|}])))")]
    public Task Wherever_it_is_written(string code) => Source.ReportsAsync($"_ = {code};");

    /// <summary>What the engine takes, what it alone can tell, and what is no origin of ours.</summary>
    [Theory]
    [InlineData("policy.AllowOrigins(\"https://shop.example.com\", \"https://*.example.com\", \"http://localhost:*\", \"http://localhost:65535\", \"*\", \"app://.\", \"app://Bundle\", \"http://[::1]:3000\")")]
    [InlineData("policy.AllowOrigins(\"https://a.example,https://b.example\")")]
    [InlineData("policy.AllowOrigins(\"https://${Stage}.example.com\")")]
    [InlineData("policy.AllowOrigins($\"https://{Environment.MachineName}/\")")]
    [InlineData("policy.AllowOrigins(Environment.GetEnvironmentVariable(\"https://a.example/\")!)")]
    [InlineData("policy.AllowOrigins(\"https://a.example/\".TrimEnd('/'))")]
    [InlineData("policy.AllowMethods(\"https://a.example/\")")]
    [InlineData("new Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder().WithOrigins(\"https://a.example/\")")]
    [InlineData("new Own { AllowOrigins = [\"https://a.example/\"] }")]
    [InlineData("new Own().Read(\"https://a.example/\")")]
    public Task Nothing_else_is_said(string code) => Source.ReportsAsync(
        $$"""
        new ServiceCollection().AddGatewayCors(cors => cors.AddDefaultPolicy(policy => { var written = {{code}}; }));
        internal sealed class Own { public string[] AllowOrigins = []; public string Read(string url) => url; }
        """);
}
