using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace CorsKit.DynamoDB.Tests;

/// <summary>
/// DynamoDB's protocol on this machine: dynalite (https://github.com/architect/dynalite), which npm installs beside the built
/// tests. Where there is no npm, or no package for it, <see cref="WhyMissing"/> says so.
/// </summary>
public sealed class Dynalite : IAsyncLifetime
{
    private const string Version = "4.0.0";

    // Ends with its parent, whose end closes its input.
    private const string Script = """
        process.stdin.on('end', () => process.exit()).resume();
        require('dynalite')({ createTableMs: 0 }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
        """;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "dynalite");

    private Process? _server;

    public string? WhyMissing { get; private set; }

    /// <summary>A client; skips the test where dynalite is missing.</summary>
    public AmazonDynamoDBClient Client => _client ?? throw Xunit.Sdk.SkipException.ForSkip(WhyMissing!);

    private AmazonDynamoDBClient? _client;

    public async ValueTask InitializeAsync()
    {
        try
        {
            if (!File.Exists(Path.Combine(Folder, "node_modules", "dynalite", "package.json")))
            {
                Directory.CreateDirectory(Folder);
                await File.WriteAllTextAsync(Path.Combine(Folder, "package.json"), "{}");
                using var npm = Start("npm", "install", $"dynalite@{Version}", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
                npm.StandardInput.Close();
                var output = npm.StandardOutput.ReadToEndAsync();
                await npm.WaitForExitAsync();
                if (npm.ExitCode != 0)
                {
                    WhyMissing = $"npm could not install dynalite {Version}. {await output}";
                    return;
                }
            }

            _server = Start("node", "-e", Script);
        }
        catch (Win32Exception)
        {
            WhyMissing = "npm or node is not installed, so dynalite cannot be started.";
            return;
        }

        var line = await _server.StandardOutput.ReadLineAsync();
        Assert.True(int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port), $"dynalite did not start: {line}");
        _client = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig { ServiceURL = $"http://127.0.0.1:{port}", AuthenticationRegion = "eu-west-1" });
    }

    public async Task<string> CreateTableAsync(bool hasTenants = false)
    {
        var name = "origins-" + Guid.NewGuid().ToString("N");
        var request = new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("origin", ScalarAttributeType.S)],
            KeySchema = [new("origin", KeyType.HASH)],
        };
        if (hasTenants)
        {
            request.AttributeDefinitions.Add(new("tenant", ScalarAttributeType.S));
            request.KeySchema.Add(new("tenant", KeyType.RANGE));
        }

        await Client.CreateTableAsync(request, TestContext.Current.CancellationToken);
        while ((await Client.DescribeTableAsync(name, TestContext.Current.CancellationToken)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return name;
    }

    public Task PutAsync(string table, string origin, string? tenant = null, AttributeValue? expires = null)
    {
        var item = new Dictionary<string, AttributeValue> { ["origin"] = new() { S = origin } };
        if (tenant is not null)
        {
            item["tenant"] = new() { S = tenant };
        }

        if (expires is not null)
        {
            item["expires"] = expires;
        }

        return Client.PutItemAsync(table, item, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
