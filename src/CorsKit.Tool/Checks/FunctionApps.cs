using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Checks;

/// <summary>The app as the functions of a template run it: its settings, and their environment variables.</summary>
internal sealed class FunctionApps(AppSettings settings)
{
    // Scenarios mostly give a function the same settings.
    private readonly Dictionary<string, App> _apps = new(StringComparer.Ordinal);

    public AppSettings Settings => settings;

    /// <summary>Whether any was built.</summary>
    public bool IsUsed => _apps.Count > 0;

    /// <summary>The settings, with what the function is given as environment variables over them.</summary>
    public App? Build(GatewayModel model)
    {
        var overrides = new Dictionary<string, EnvironmentSetting>(StringComparer.OrdinalIgnoreCase);
        foreach (var (resource, location, name, value) in model.FunctionSettings)
        {
            if (name.Length == 0)
            {
                model.Remark(resource, location, "The environment variables are known to the deployment only; what they override of the app's settings was not taken into account.");
                continue;
            }

            var key = name.Replace("__", ":", StringComparison.Ordinal);
            if (value is null)
            {
                model.Remark(resource, location, $"{name} is known to the deployment only, so the app's policy is not: it was not compared with the front doors.");
                return null;
            }

            if (overrides.TryGetValue(key, out var other) && other.Value != value)
            {
                model.Remark(resource, location,
                    $"{name} is given another value in line {other.Location.Line}: the functions have different policies, and none was compared with the front doors.");
                return null;
            }

            overrides[key] = new EnvironmentSetting(key, value, location);
        }

        var identity = string.Join('\n', overrides.Values.Select(setting => $"{setting.Key}={setting.Value}"));
        if (!_apps.TryGetValue(identity, out var app))
        {
            _apps[identity] = app = settings.Build([.. overrides.Values]);
        }

        if (app is { Definition: null, Policies.Problems.Count: 0 })
        {
            model.Remark(null, app.Location, "There is no default policy and more than one named policy; none was compared with the front doors.");
        }

        return app;
    }
}
