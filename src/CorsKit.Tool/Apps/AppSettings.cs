using CorsKit.Configuration;
using CorsKit.Tool.Templates;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tool.Apps;

/// <summary>appsettings.json and the file of an environment, read as the app reads them.</summary>
internal sealed class AppSettings
{
    private IConfiguration _read = new ConfigurationBuilder().Build();

    // The later overrides the earlier.
    private readonly List<Document> _documents = [];

    private AppSettings(string file) => File = file;

    public string File { get; }

    /// <summary>The file of the environment that was asked for and is not there, or null.</summary>
    public string? MissingFile { get; private init; }

    /// <param name="file">appsettings.json.</param>
    /// <param name="environment">Adds <c>appsettings.{environment}.json</c> beside it, where it is there; null adds none.</param>
    /// <exception cref="UnusableInput">A file is not there or not JSON.</exception>
    public static AppSettings Load(string file, string? environment)
    {
        var second = environment is null ? null : Path.ChangeExtension(file, $"{environment}{Path.GetExtension(file)}");
        var isMissing = second is not null && !System.IO.File.Exists(second);
        var settings = new AppSettings(file) { MissingFile = isMissing ? second : null };
        settings.Add(file);
        if (second is not null && !isMissing)
        {
            settings.Add(second);
        }

        return settings;
    }

    /// <summary>The app with settings that are in no file yet.</summary>
    public static App Of(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var options = new GatewayCorsOptions();
        var configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        GatewayCorsSection.Read(configuration.GetSection(GatewayCorsSection.DefaultName), options, configuration);
        return new App(options.Compile(), _ => default);
    }

    /// <summary>The app with these settings and those that a function is given as environment variables.</summary>
    public App Build(IReadOnlyList<EnvironmentSetting> environment)
    {
        var builder = new ConfigurationBuilder().AddConfiguration(_read);
        builder.AddInMemoryCollection(environment.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        var options = new GatewayCorsOptions();
        var configuration = builder.Build();
        GatewayCorsSection.Read(configuration.GetSection(GatewayCorsSection.DefaultName), options, configuration);
        return new App(options.Compile(), path => Find(path, environment));
    }

    private void Add(string file)
    {
        var document = Document.Read(file, lenientJson: true);
        if (document.Root is not MappingNode)
        {
            throw new UnusableInput(document.Root.Location, "settings are a JSON object");
        }

        _documents.Add(document);
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            _read = new ConfigurationBuilder().AddConfiguration(_read).AddJsonStream(stream).Build();
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new UnusableInput(document.Root.Location, exception.Message);
        }
    }

    /// <summary>Where a setting stands: as much of its path as is found, in whatever overrides.</summary>
    private Location Find(string path, IReadOnlyList<EnvironmentSetting> environment)
    {
        if (environment.FirstOrDefault(setting => path.StartsWith(setting.Key, StringComparison.OrdinalIgnoreCase)) is { } overriding)
        {
            return overriding.Location;
        }

        var best = (Depth: 0, _documents[0].Root.Location);
        foreach (var document in _documents)
        {
            var depth = 0;
            var node = document.Root;
            foreach (var key in path.Split(':'))
            {
                var entry = node.Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
                if (entry.Key is null)
                {
                    break;
                }

                node = entry.Value;
                if (++depth >= best.Depth)
                {
                    best = (depth, entry.Location);
                }
            }
        }

        return best.Location;
    }
}

/// <summary>A setting that stands in a function's environment: <c>GatewayCors__AllowOrigins</c>.</summary>
/// <param name="Key">As configuration writes it: <c>GatewayCors:AllowOrigins</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Location">Where.</param>
internal sealed record EnvironmentSetting(string Key, string? Value, Location Location);
