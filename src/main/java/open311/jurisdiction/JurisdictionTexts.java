package open311.jurisdiction;

/** What a jurisdiction says of itself, in one language. */
public record JurisdictionTexts(String name, String contact, String keyService) {}
