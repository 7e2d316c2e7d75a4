namespace CorsKit.Testing.FrontDoors;

internal static class SettingsProblems
{
    /// <exception cref="ArgumentException">There are problems; the message has them all.</exception>
    public static void Throw(string frontDoor, IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ArgumentException($"AWS would refuse this {frontDoor}:\n- {string.Join("\n- ", problems)}");
        }
    }
}
